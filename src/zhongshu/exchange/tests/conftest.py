"""What all tests of the exchange begin with."""

from zhongshu.exchange.tests.elsewhere import elsewhere as elsewhere
from zhongshu.exchange.tests.elsewhere import signing as signing
from zhongshu.exchange.tests.sending import towns as towns
