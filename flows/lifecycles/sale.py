"""Sales and forfeitures, 19 CFR part 127 and 162.45: record what happens, and watch for what does not."""

from flows.lifecycles.factory import recording, watching
from models.law.text.vocabulary import Lifecycle

record_sale = recording(Lifecycle.SALE, "a sale or forfeiture")
watch_sales = watching(Lifecycle.SALE, "sales")
