# make film | check | test | bench | setup | lock   (CONTRIBUTING.md tells what each does)
PYTHON  ?= python3
QUALITY ?= h

VENV      := .venv
BIN       := $(VENV)/bin
INSTALLED := $(VENV)/installed
APT       := build-essential pkg-config libcairo2-dev libpango1.0-dev python3-dev python3-venv

.DEFAULT_GOAL := film
.PHONY: film check test bench setup lock

film: setup
	@bar=none; if [ -t 2 ]; then bar=display; fi; \
	$(BIN)/manim render --quality $(QUALITY) --progress_bar $$bar \
	    scenes/lesson/tangent_plane_descent.py TangentPlaneDescent
	@ls -t media/videos/tangent_plane_descent/*/TangentPlaneDescent.mp4 | head -n 1

# What needs no film to be played: the fast half of the tests.
check: setup
	$(lint)
	$(BIN)/pytest --numprocesses auto --dist loadgroup -m fast

test: setup
	$(lint)
	$(BIN)/pytest --numprocesses auto --dist loadgroup

bench: setup
	$(BIN)/pytest tests/benchmarks --benchmark-only
	$(BIN)/python tests/benchmarks/camera.py
	$(BIN)/pytest tests/end_to_end/test_interruptions.py --interruptions 200

setup: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; choose another: make PYTHON=python3.12")'
	@$(check_system) || { $(install_system); }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

define lint
$(BIN)/ruff check .
$(BIN)/ruff format --check .
$(BIN)/mypy
endef

# Manim's pycairo and manimpango are compiled on Linux: they need a compiler and these headers.
check_system = cc --version >/dev/null 2>&1 \
	&& pkg-config --exists cairo pangocairo 2>/dev/null \
	&& $(PYTHON) -c 'import ensurepip, pathlib, sysconfig; assert pathlib.Path(sysconfig.get_path("include"), "Python.h").exists()' 2>/dev/null

install_system = \
	if ! command -v apt-get >/dev/null; then \
	    echo "Install a C compiler, pkg-config, the headers of Cairo, Pango and Python, then run make again" >&2; \
	    echo "(Fedora: dnf install gcc pkgconf cairo-devel pango-devel python3-devel; macOS: brew install pkgconf cairo pango)" >&2; \
	    exit 1; \
	fi; \
	sudo=; if [ "$$(id -u)" != 0 ]; then sudo=sudo; fi; \
	echo "Installing $(APT)"; \
	$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $(APT)

# Resolves for every supported Python and platform; names, versions and hashes, no addresses.
lock:
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --extra dev --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links --no-annotate --output-file requirements.lock pyproject.toml
