"""What a patient may take: contraindications, dose limits and safety holds."""
