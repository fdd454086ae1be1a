"""What every claim uses: a load generator, server processes, statistics, the table."""
