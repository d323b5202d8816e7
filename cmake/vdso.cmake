# The vDSOs, assembled at build time: linked as shared objects, embedded as bytes.
