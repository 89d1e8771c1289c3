"""The way in (门户): sign-in, the desk with 待办 待阅 已办 我发起, and the administrators' pages."""
