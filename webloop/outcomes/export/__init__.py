"""Results for other programs: tidy CSV and Parquet tables, an Excel workbook, IAMC long format."""
