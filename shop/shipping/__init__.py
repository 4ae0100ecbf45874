"""Answers for how goods reach a buyer: four methods, one choice and one charge per partner."""
