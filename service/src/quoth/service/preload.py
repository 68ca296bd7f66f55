"""Imported by the fork server, so that models are loaded once and shared by all workers."""

import gc

from quoth.service.work import warm_up

warm_up()
gc.collect()
gc.freeze()  # what is shared is never looked at again by a collection, which would copy its pages
