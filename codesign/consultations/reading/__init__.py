"""Reading the answers: crossings, words beside answers, who has taken part, downloads, and spreadsheets in and out."""
