"""身份核对: staff look at somebody's document, at the counter or at the table, and write down that they did."""
