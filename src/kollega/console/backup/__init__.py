"""Backup and restore: one sealed file with the database, the stored files and the log's anchor."""
