"""The routes by which the police of an area bring people to those who help them. A route says who, how and when; never of whom."""
