"""How the change works: a plan for one case in phases and steps with dates, people, digital stage, risks and measures."""
