"""Profiles that assume roles: their source profiles, whether a chain is sound, MFA, and the assumed role's identity."""
