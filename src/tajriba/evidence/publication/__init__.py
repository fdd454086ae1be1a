"""Publication of evidence: disclosure control, complementary suppression, snapshots."""
