# For pre-commit alone (`.pre-commit-hooks.yaml`, `language: python`), which installs the root of a repository of hooks: it brings
# the finished wheel of this release, so that nobody compiles. It is never published. The wheel is made from `python/`.
from setuptools import setup

VERSION = "0.1.0"

setup(
    name="gpai-check-hook",
    version=VERSION,
    description="Brings gpai-check for pre-commit",
    install_requires=[f"gpai-check=={VERSION}"],
    packages=[],
    py_modules=[],
)
