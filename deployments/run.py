"""One run as a job of a Kubernetes cluster: `python -m deployments.run`, which the job template starts.

Prefect's worker hands over which run it is. Login and keys come from the data directory, which the job shares
with the server.
"""

import os
import sys

from deployments.server.environment import ROOT
from deployments.worker import environment
from models.errors import Refused
from models.settings import Settings


def main() -> int:
    """Never returns where the run begins; else status 1 with one sentence."""
    try:
        made = environment(os.environ, Settings.from_environment(os.environ))
        os.chdir(ROOT)
        os.execvpe(sys.executable, [sys.executable, "-m", "prefect.engine"], made)
    except Refused as error:
        print(f"landwaiter: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
