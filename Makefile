.PHONY: setup run test bench package golden check
