"""Holds the measured talk on Rasa: `python driver.py model talk.json`, then one order a line on standard input.

`talks N` holds N talks and is answered with one line of JSON. The tracker store keeps each talk serialised in memory.
"""

import asyncio
import json
import os
import sys
import time
import uuid

os.environ["RASA_TELEMETRY_ENABLED"] = "false"

from rasa.core.agent import load_agent  # noqa: E402


async def hold(agent, talk):
    """Holds one talk and compares every word said."""
    sender = str(uuid.uuid4())
    for turn in talk:
        answers = await agent.handle_text(turn["told"], sender_id=sender)
        said = [answer["text"] for answer in answers]
        if said != ["\n".join(turn["said"])]:
            sys.exit(f"told {turn['told']}: said {said!r}, not {turn['said']!r}")


async def main():
    # What the library prints goes to standard error, so that only answers stand on standard output.
    answers, sys.stdout = sys.stdout, sys.stderr
    agent = await load_agent(model_path=sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        talk = json.load(file)
    for line in sys.stdin:
        _, count = line.split()
        begun = time.perf_counter()
        for _ in range(int(count)):
            await hold(agent, talk)
        print(json.dumps({"seconds": time.perf_counter() - begun}), file=answers, flush=True)


asyncio.run(main())
