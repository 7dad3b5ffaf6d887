"""Builds on a dask.distributed cluster (the extra ``dask``)."""
