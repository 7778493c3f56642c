"""Attached files and photographs."""
