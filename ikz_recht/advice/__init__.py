"""From a case to an opinion: interview, admissibility, ranking, why and why not."""
