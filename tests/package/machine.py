# SPDX-License-Identifier: GPL-2.0-or-later
"""The library from Python: machine.py LIBRING3 BUSYBOX"""
import ctypes as c
import os
import sys
import tempfile

lib = c.CDLL(sys.argv[1])
lib.r3_error.restype = c.c_char_p
lib.r3_error.argtypes = [c.c_void_p]
lib.r3_version.restype = c.c_char_p


def check(m, err):
    if err:
        sys.exit(f"{err}: {lib.r3_error(m).decode()}")


def words(*args):
    return (c.c_char_p * (len(args) + 1))(*[a.encode() for a in args], None)


assert lib.r3_version().startswith(b"ring3 ")
m = c.c_void_p()
check(None, lib.r3_create(c.byref(m), None))
with tempfile.TemporaryFile() as out:
    check(m, lib.r3_mount(m, sys.argv[2].encode(), b"/bin/busybox", 0))
    check(m, lib.r3_stdio(m, 1, out.fileno()))
    check(m, lib.r3_load(m, b"/bin/busybox", words("sh", "-c", "echo $0 $X; exit 3", "python"),
                         words("X=42")))
    check(m, lib.r3_run(m))
    assert os.waitstatus_to_exitcode(lib.r3_exit_status(m)) == 3
    out.seek(0)
    assert out.read() == b"python 42\n"
    err = lib.r3_load(m, b"/no/such", words("x"), words())
    assert err == -2, (err, lib.r3_error(m))
    assert b"No such file" in lib.r3_error(m), lib.r3_error(m)
lib.r3_destroy(m)
print("ok")
