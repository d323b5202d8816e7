# One word each; the building itself is CMake's.
JOBS := $(shell nproc)
.PHONY: all deps configure build demo test suites report state asan tsan fuzz bench evidence check docs format install clean

all: build

# Everything a fresh Debian 12 lacks; quiet and quick when nothing is missing.
deps:
	@tools/install-deps

build: configure
	@cmake --build build -j$(JOBS)

configure: deps
	@cmake --preset release >.cmake.log || { cat .cmake.log; exit 1; }

# The program alone: the tests are not needed.
demo: configure
	@cmake --build build -j$(JOBS) --target ring3
	@tools/demo build/ring3

# T=name: only the tests whose name matches.
test: build
	@tools/run-tests $(T)

# Whatever fails is in the report.
suites: build
	@tools/run-tests '^suite_' >/dev/null || true

# What system calls do, on ring3 and on this machine's Linux, in numbers.
report: suites
	@tools/suites report build/suites/errnos build/suites/*.tsv

# How far the suites of each call are, for docs/calls.md.
state: suites
	@tools/suites state build/suites/errnos build/suites/*.tsv
	@tools/make-docs

asan: deps
	@cmake --preset asan >.cmake.log || { cat .cmake.log; exit 1; }
	@cmake --build build-asan -j$(JOBS)

# Machines in several threads, under ThreadSanitizer.
tsan: deps
	@cmake --preset tsan >.cmake.log || { cat .cmake.log; exit 1; }
	@cmake --build build-tsan -j$(JOBS) --target test_api_threads
	@build-tsan/tests/unit/api/test_api_threads

# F=name: one fuzz target (elf, syscall), until interrupted.
fuzz: deps
	@tools/run-fuzz $(F)

bench: build
	@bench/run build/ring3
	@bench/trace build/ring3

# What processes, signals and time must show: a table of claims, some 20 minutes. P="cost clones": parts.
evidence: build
	@tests/evidence/run build $(P)

check:
	@tools/check

docs:
	@tools/make-docs

format:
	@git ls-files '*.c' '*.h' | xargs clang-format -i

# PREFIX=/usr for another place than /usr/local, DESTDIR=dir to prepare a package.
install: configure
	@cmake --build build -j$(JOBS) --target products
	@DESTDIR='$(DESTDIR)' cmake --install build $(if $(PREFIX),--prefix '$(PREFIX)')

clean:
	@rm -rf build build-debug build-asan build-tsan .cmake.log
