"""Pure rules of the calendar: `arithmetic` counts terms, `notices` reads and checks a yearly notice."""
