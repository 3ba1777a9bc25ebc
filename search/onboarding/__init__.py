"""The way in for new people of a partner agency: an ordered path of questions answered from the papers."""

from search.onboarding.path import OnboardingPath, Step, read_path
from search.onboarding.walk import Organisation, WalkedStep, known_name, organisations, walk

__all__ = ["OnboardingPath", "Organisation", "Step", "WalkedStep", "known_name", "organisations", "read_path", "walk"]
