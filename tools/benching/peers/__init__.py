"""ResNet-152 as others have it, who do a similar job: each file writes or builds it with one of them."""
