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


class NewCall(c.Structure):
    """struct r3_new_call"""
    Function = c.CFUNCTYPE(c.c_int64, c.c_void_p, c.POINTER(c.c_uint64))
    _fields_ = [("name", c.c_char_p), ("number", c.c_uint), ("abis", c.c_uint), ("nargs", c.c_uint),
                ("replace", c.c_int), ("fn", Function), ("ctx", c.c_void_p)]


# A system call that Python answers, and a machine that is brought back after its program's end.
answers = [1, 42, 4242]
check(None, lib.r3_create(c.byref(m), None))
call = NewCall(name=b"geteuid", abis=2, replace=1,
               fn=NewCall.Function(lambda ctx, args: answers.pop()))
check(m, lib.r3_add_call(m, c.byref(call)))
with tempfile.TemporaryFile() as out:
    check(m, lib.r3_mount(m, sys.argv[2].encode(), b"/bin/busybox", 0))
    check(m, lib.r3_stdio(m, 1, out.fileno()))
    check(m, lib.r3_load(m, b"/bin/busybox", words("id", "-u"), words()))
    check(m, lib.r3_snapshot(m))
    for expected in b"4242\n", b"42\n":
        check(m, lib.r3_run(m))
        out.seek(0)
        assert out.readline() == expected
        out.truncate(0)
        check(m, lib.r3_restore(m))
lib.r3_destroy(m)
assert answers == [1]
print("ok")
