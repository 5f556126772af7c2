"""The parts of the computing market: contracts, how supply is shared out, outages, expansion, waiting, single jobs."""
