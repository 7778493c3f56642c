"""What leaves for other systems by itself: events, stored with what happened and sent by a command."""
