"""What is recorded while a model is trained, for every library: `gpai-training-run.json` (gpai-training-run/1).

`record.py` keeps the file, `recorder.py` one run of it, `shape.py` counts products of matrices, `subject.py` looks at the model,
`energy.py` at the power, `nearness.py` at the lines of the law. The classes people use are in `gpai_check.transformers`, `.trl`,
`.lightning` and `.accelerate`. No connection is opened, and no name of a person, machine or folder is written.
"""
