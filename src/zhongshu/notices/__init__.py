"""Messages to people (消息提醒): an outbox written in the transaction of the act that they tell of."""
