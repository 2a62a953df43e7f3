"""The school, its calendar, its programme and who takes part: public verbs."""
