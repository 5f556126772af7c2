"""What is told of a file: report, totals, places to look at, previews."""
