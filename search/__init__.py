"""What is stored, found and answered: the contract, analysis, embedding, index, ranking, answers and evaluation."""
