"""Documents as PDF. Everything here loads ReportLab: import it inside the function that makes a document."""
