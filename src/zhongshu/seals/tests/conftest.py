"""What all tests of seals begin with."""

from zhongshu.seals.tests.desk import desk as desk
