"""`python -m tests.stand_ins.stripe [--port N]` prints its address and serves until it is ended."""

import argparse
import os
import sys
import threading

from tests.stand_ins.stripe.server import Server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument(
        "--while-input-lasts", action="store_true", help="end when standard input is closed"
    )
    asked = parser.parse_args()
    server = Server(asked.port)
    print(server.state.origin, flush=True)
    if asked.while_input_lasts:
        threading.Thread(target=end_with_input, daemon=True).start()
    server.serve_forever()


def end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
