"""What can be asked and what counts as an answer: kinds of question, and a questionnaire as one value."""
