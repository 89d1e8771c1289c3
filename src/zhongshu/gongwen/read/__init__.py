"""Reading official documents (公文识读): a file of any usual format → text, layout and the fields of 条例 art. 9."""
