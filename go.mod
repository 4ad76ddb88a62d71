module github.com/itfm-go/itfm

go 1.26.0

require github.com/shopspring/decimal v1.6.0

// Test dependencies.
require (
	github.com/google/go-cmp v0.7.0
	github.com/stretchr/testify v1.12.1
	golang.org/x/exp v0.0.0-20260824195058-e88cd73687aa
	golang.org/x/tools v0.52.0
	pgregory.net/rapid v1.3.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect
