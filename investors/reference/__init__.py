"""Reference data of the relationship: firms, sites, projects, bodies and reported meetings."""
