# Aliases; ./setu --help says what stands behind them.
.PHONY: run test install lock
run:
	./setu up
test:
	./setu test
install:
	./setu install
lock:
	./setu lock
