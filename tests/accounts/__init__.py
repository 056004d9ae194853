"""Signing in, invitations, the team and mail, as people meet them."""
