"""One open deadline as the first page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.in_words import dates, short_date
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Account, Deadline, Matter
from tasks.desk.owed import Late
from tasks.desk.whose import InHand, must_act
from tasks.pages.runway_section import days_left
from tasks.record.deadline_name import deadline_name
from tasks.record.deadline_words import day_means, status_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Due(Late):
    """One open deadline as the page shows it."""

    row: Deadline
    matter: Matter
    account: Account
    heading: str
    today: date
    """The day in the matter's zone."""

    value: str
    owners: Sequence[Contact]
    in_hand: InHand | None

    @property
    def days_left(self) -> int:
        """The days left to act."""
        return days_left(self.row, self.today)

    @property
    def name(self) -> str:
        """By which forms know it, such as AUD-06 of E3."""
        return deadline_name(self.row)

    @property
    def days(self) -> str:
        """Both readings, short."""
        return dates((self.row.strict_on, self.row.lenient_on), short_date)

    @property
    def means(self) -> str:
        """What the days are, such as *last day*."""
        return day_means(self.row)

    @property
    def status(self) -> str:
        """How it stands."""
        return status_words(self.row)

    @property
    def whose(self) -> str:
        """Who must act by law, or may, with what it is that they do."""
        return must_act(self.row)

    @property
    def order(self) -> tuple[date, int]:
        """The order of the days: by which to act, else the earlier date."""
        return self.row.act_by or self.row.strict_on, self.row.id
