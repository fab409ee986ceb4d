# Every task is `python make.py TASK`; this file only names them.
# Arguments of a task go in ARGS: make execute ARGS="definition coding", make new ARGS=NAME

PYTHON ?= python3
TASKS := help book test new execute serve lint format screenshots mutants mutate fuzz bench lock clean

.DEFAULT_GOAL := help
.PHONY: $(TASKS)
$(TASKS):
	@$(PYTHON) make.py $@ $(ARGS)
