"""What all tests of the exchange begin with."""

from zhongshu.exchange.tests.sending import towns as towns
