"""The agreement (人民调解协议书): from the first clause to the last mark, on screen or in ink."""
