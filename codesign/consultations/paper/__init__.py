"""Paper, and answers that staff type for somebody: printed, typed in the order of the paper, compared, sent."""
