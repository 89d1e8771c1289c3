"""What other systems may ask and do (接口 /api/v1): the same reads and the same acts as on the pages, by token."""
