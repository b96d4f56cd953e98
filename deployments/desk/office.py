"""What every page of the desk stands on: the record, the settings, the keys, the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import BoundedSemaphore

from sqlalchemy import Engine

from deployments.desk.guesses import Guesses
from deployments.desk.keys import Keys
from deployments.desk.prefect_api import PrefectApi
from deployments.desk.sign_on import SignOn
from models.settings import Settings
from models.wall_clock import now
from notifications.wording.links import Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One installation, as its desk sees it. `wake` tells whoever shows acts in Prefect that there is one."""

    engine: Engine
    settings: Settings
    keys: Keys = field(repr=False)
    note_key: str = field(default="", repr=False)
    """By which a privileged note is sealed before Prefect gets it."""

    prefect: PrefectApi | None = None
    """Prefect's server, as this installation's own processes ask it."""

    channel_variables: frozenset[str] = frozenset()
    """The names of the variables of the environment that hold channels' addresses; never their values."""

    sign_on: SignOn = field(default_factory=SignOn)
    clock: Callable[[], datetime] = now
    wake: Callable[[], None] = lambda: None
    guesses: Guesses = field(default_factory=Guesses)
    """Wrong passwords, by where they came from."""

    bad_links: Guesses = field(default_factory=Guesses)
    """Links and addresses that nobody was given; they keep nobody from signing in."""

    asked_again: Guesses = field(default_factory=Guesses)
    """Who said that they forgot their password."""

    hashing: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(2), repr=False)
    """So many passwords are looked at at once: each takes 64 MB and a core."""

    @property
    def links(self) -> Links:
        """The links of messages that are worded here: to the starts of Prefect's pages and of the desk."""
        return Links(self.settings.url, desk_url=self.settings.desk_url)

    @property
    def is_https(self) -> bool:
        """Whether people open the desk by https, so that its cookies go by nothing else."""
        return self.settings.desk_url.startswith("https:")

    def cookie(self, name: str) -> str:
        """What a cookie is called here: on one machine there may be several desks."""
        return f"{'__Host-' if self.is_https else ''}landwaiter_{self.keys.name}_{name}"
