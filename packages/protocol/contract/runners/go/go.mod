module chatcontract

go 1.19
