"""What people do with meetings, promises and follow-ups. Every rule that touches more than one row, once, for both doors."""
