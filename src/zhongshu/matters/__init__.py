"""The spine (事项): every piece of work with source, owner, deadline, route, trail, result and rating."""
