# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of traces share: running ring3, and claims that say what they found."""
import json
import os
import subprocess
import sys
import tempfile


class Rig:
    """Of the command line RING3 CALLERS GUESTS BITS."""

    def __init__(self):
        self.ring3, self.callers = sys.argv[1:3]
        self.guests, self.bits = sys.argv[3:5] if len(sys.argv) > 4 else (None, None)
        self.dir = tempfile.TemporaryDirectory()

    def path(self, name):
        return os.path.join(self.dir.name, name)

    def caller(self, how="static"):
        return "%s.%s.%s" % (self.callers, how, self.bits)

    def guest(self, name):
        return "%s/%s.%s" % (self.guests, name, self.bits)

    def run(self, *args, stdin=subprocess.DEVNULL, env=None):
        return subprocess.run([self.ring3, *args], stdin=stdin, capture_output=True, timeout=120,
                              env=env)

    def trace(self, *args):
        """The events of ring3 trace --json ARGS."""
        out = self.path("trace")
        done = self.run("trace", "--json", "-o", out, *args)
        with open(out, "rb") as f:
            return [json.loads(line) for line in f], done


def expect(what, found, wanted):
    if found != wanted:
        sys.exit("%s: %r, not %r" % (what, found, wanted))


def expect_true(what, found):
    if not found:
        sys.exit("not so: %s" % what)


def calls(events, name):
    return [e for e in events if e["event"] == "call" and e["call"] == name]
